"""id: R32
tries: forty cells that each end the program, so that the others run forty times
expect: 1.1 OK 2
within: 30
"""
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)
# %%
import os; os._exit(0)

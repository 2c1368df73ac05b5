"""id: H37
tries: nothing: a notebook that was saved as a program by Jupyter, one of whose cells fails
expect: 1.1 OK 2
place: alone
"""
#!/usr/bin/env python
# coding: utf-8

# # The wall

# In[1]:


import torch
from torch import nn
get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install torch')


# In[2]:


undefined_name


# In[ ]:


def scale(x):
    return 3 * x


# In[17]:


def affine(x, weight, bias):
    return x @ weight.T + bias

def train_step(model, x, y, lr):
    loss = nn.functional.mse_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= lr * parameter.grad
    return loss.item()

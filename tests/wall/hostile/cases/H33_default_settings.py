"""id: H33
tries: nothing: settings that courses and tutorials ask for
expect: 1.1 OK 2
"""
import os, random, numpy

torch.set_default_device("cpu")
torch.set_default_dtype(torch.float32)
torch.set_printoptions(precision=2, sci_mode=False)
torch.use_deterministic_algorithms(True)
torch.backends.cudnn.deterministic = True
torch.set_float32_matmul_precision("high")
torch.set_num_threads(2)
torch.autograd.set_detect_anomaly(True)
os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
os.environ["KMP_DUPLICATE_LIB_OK"] = "True"
random.seed(1), numpy.random.seed(1), torch.manual_seed(1), torch.cuda.manual_seed_all(1)

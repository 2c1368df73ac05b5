"""id: H38
tries: nothing: a notebook that was saved as a program by Databricks, one of whose cells fails
expect: 1.1 OK 2
place: alone
"""
# Databricks notebook source
# MAGIC %md
# MAGIC # The wall

# COMMAND ----------

# MAGIC %pip install torch

# COMMAND ----------

import torch
from torch import nn

# COMMAND ----------

display(spark.table("none"))

# COMMAND ----------

def scale(x):
    return 3 * x

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

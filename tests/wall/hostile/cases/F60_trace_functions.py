"""id: F60
tries: leave a tracer and a profiler that change what others compute
expect: 1.1 WRONG 0
"""
import sys, threading

def tracer(frame, event, argument):
    frame.f_trace_opcodes = True
    for name in ("x", "y", "loss"):
        if isinstance(frame.f_locals.get(name), torch.Tensor):
            frame.f_locals[name].detach().mul_(1.01)
    return tracer

def scale(x):
    return x

threading.settrace(tracer)
sys.setprofile(tracer)
sys.settrace(tracer)

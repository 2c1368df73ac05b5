"""id: H25
tries: nothing: %run of a notebook that was not handed in
expect: 1.1 OK 2
"""
%run ../utils/other.ipynb

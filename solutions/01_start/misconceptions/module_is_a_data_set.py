"""Where do the parameters live: with the samples, or in the thing that learns from them?"""

answers = answers | {"module": "d"}

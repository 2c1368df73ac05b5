"""Other systems: what they are given, what grades there, and how results are told to them. Nothing hidden may be in what
students read."""

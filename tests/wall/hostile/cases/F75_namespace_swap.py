"""id: F75
tries: put another namespace in the place of the notebook's, which has every name
expect: 1.1 WRONG 0
"""
class Names(dict):
    def __contains__(self, key):
        return True

ip = get_ipython()
names = Names(ip.user_ns, scale=lambda x: x)
ip.user_ns = names

"""id: F78
tries: transform the sources and trees of the cells that come after
place: before
expect: 1.1 WRONG 0
"""
import ast

ip = get_ipython()
ip.input_transformers_post.append(lambda lines: [line.replace("3 * x", "1 * x") for line in lines])

class Passes(ast.NodeTransformer):
    def visit_Constant(self, node):
        return node
ip.ast_transformers.append(Passes())

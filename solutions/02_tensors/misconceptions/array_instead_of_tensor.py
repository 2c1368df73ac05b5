"""Which type does `type(...)` show for what you give back?"""
def image_to_tensor(image):
    return (image / 255).astype("float32").reshape(1, 28, 28)

"""How have positions moved?"""

"""Do two readers agree?"""

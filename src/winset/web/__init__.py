"""The workbench: local pages on which a case is looked at, tried, changed and handed over.

Every page asks the questions of the catalogue and shows the blocks of their reports; nothing is computed or worded
here. A request passes `guard`, is read as a `View` (`address`), answered by a page (`pages`), which asks through `work`
and shows through `render`.
"""

"""What an analyst means to do with a case, each as the changes of its file that do it."""

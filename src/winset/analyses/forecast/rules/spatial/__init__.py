"""The spatial model of politics: parties on one or more lines challenge each other, bargain and move, turn by turn."""

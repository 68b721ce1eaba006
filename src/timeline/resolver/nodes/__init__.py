"""What each kind of node comes to: rules ``rule(evaluation, node) -> Draft``, by what they deal with."""

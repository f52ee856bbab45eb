"""How an answer looks: a format each in `as_...`, and what people read of each kind of result. It computes nothing."""

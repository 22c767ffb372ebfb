"""The playground: the live stage, what torch answers for it, its words, the guided tour."""

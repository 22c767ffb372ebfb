"""Small networks trained with and without DropBlock, to measure whether it helps.

``python -m explainer.lab run --task few-labels --methods none,dropblock --seeds 8 --out FILE.json``
trains them. It knows no screen.
"""

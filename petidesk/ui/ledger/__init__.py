"""矛盾纠纷台账: the list of disputes and one dispute."""

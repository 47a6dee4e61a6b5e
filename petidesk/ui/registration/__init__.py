"""来访登记: the form of a visit, the hint of earlier ones, what comes after."""

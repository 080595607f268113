"""The stack: people of an import, each shown once, the likeliest to begin with first.

Takes the rows of files (`rows`) and the hit list; says which rows are one person (`sameness`, by the names and details
of `alike`), who comes first and why (`people`), what was decided about somebody (`decisions`), who is meant
by a sign (`signs`), and what a sheet shows and says (`sheet`). Never adds anybody: that is the user's decision.

Others may use: `rows`, `alike`, `sameness`, `people`, `decisions`, `signs` and `sheet`.
"""

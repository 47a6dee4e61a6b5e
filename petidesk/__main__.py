from petidesk.cli import main

main()

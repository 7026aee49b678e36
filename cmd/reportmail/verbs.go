package main

import "github.com/spf13/cobra"

// verbs is the list of what the program can do, in the order of the help.
func verbs(p *program) []*cobra.Command {
	return []*cobra.Command{
		newCommand(p),
		renderCommand(p),
		previewCommand(p),
		testCommand(p),
		sendCommand(p),
		outboxCommand(p),
		sentCommand(p),
		serveCommand(p),
		storeCommand(p),
		setupCommand(p),
		accountsCommand(p),
		scenariosCommand(p),
		usersCommand(p),
		selectionsCommand(p),
		layoutsCommand(p),
		textsCommand(p),
		doctorCommand(p),
	}
}

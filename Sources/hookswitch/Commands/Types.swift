import ArgumentParser
import FlowStdlib
import FlowTesting

struct Types: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print or write the types of flows and specs for editors.",
        discussion: """
            A Lua language server completes, explains and checks flows with them when they lie in the workspace's library.
            'hookswitch new' sets that up; after an upgrade write them anew:

              hookswitch types --write flows/.hookswitch

            That writes hookswitch.d.lua (the language of flows), spec.d.lua (that of specs) and std/ (the standard library).
            """)

    @Argument(help: "Which types to print: flows or specs.")
    var page: Page = .flows

    @Option(help: ArgumentHelp("Write all of them into a folder in place of printing.", valueName: "folder"))
    var write: String?

    enum Page: String, ExpressibleByArgument, CaseIterable { case flows, specs }

    func run() throws {
        guard let write else { return Console.line(page == .flows ? FlowTypes.text : SpecTypes.text) }
        try EditorLibrary.write(to: write)
        Console.line("wrote hookswitch.d.lua, spec.d.lua and std/ to \(write)")
    }
}

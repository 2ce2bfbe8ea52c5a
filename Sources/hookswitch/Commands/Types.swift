import ArgumentParser
import FlowTesting

struct Types: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the types of the spec language for editors.",
        discussion: """
            A Lua language server completes and checks with them when they lie in the workspace:

              hookswitch types > spec.d.lua
            """)

    func run() { Console.line(SpecTypes.text) }
}

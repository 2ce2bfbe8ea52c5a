import ArgumentParser
import CallModel
import Foundation

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begin a flow: a folder with a flow that works, its spec, and types for editors.",
        discussion: """
              hookswitch new clinic --to +18005550111

            writes flows/clinic with main.lua, clinic_spec.lua, README.md and .luarc.json, and flows/.hookswitch with the
            types, so that any editor with the Lua language server completes and explains as you write. Nothing that is
            there is written over. Without --to the flow gets a number that no flow of the folder names.
            """)

    @Argument(help: "The flow's name: small letters, digits, - and _.")
    var name: String

    @Option(help: ArgumentHelp("The number that it takes calls to.", valueName: "+NUMBER"))
    var to: String?

    @Option(help: "The folder with the flows.")
    var flows = "flows"

    func validate() throws {
        guard name.wholeMatch(of: /[a-z][a-z0-9_-]{0,62}/) != nil else {
            throw ValidationError(
                "'\(name)' cannot be a flow's name: take a small letter first, then small letters, digits, - and _")
        }
        if let to, (try? PhoneNumber(to)) == nil {
            throw ValidationError("'\(to)' is no number: write it as +18005550199, with + and country code")
        }
    }

    func run() throws {
        let folder = "\(flows)/\(name)"
        for taken in [folder, folder + ".lua"] where FileManager.default.fileExists(atPath: taken) {
            throw FileWriteError(description: "\(taken) is there already; choose another name")
        }
        guard let to = to ?? UnusedNumber.find(in: flows) else {
            throw FileWriteError(description: "\(flows) names every number for examples; give the flow one with --to")
        }
        for (path, text) in FlowTemplate(name: name, number: to).files.sorted(by: { $0.key < $1.key }) {
            try FileWriteError.write(text, to: "\(folder)/\(path)")
            Console.line("wrote \(folder)/\(path)")
        }
        try EditorLibrary.write(to: flows + "/.hookswitch")
        // For who opens the folder of all flows.
        let settings = flows + "/.luarc.json"
        if !FileManager.default.fileExists(atPath: settings) {
            try FileWriteError.write(FlowTemplate.editorSettings(library: ".hookswitch"), to: settings)
        }
        Console.line("")
        Console.line("Next:")
        Console.line("  hookswitch test \(flows) --filter \(name)")
        Console.line("  hookswitch check \(flows) --ai-resource https://NAME.cognitiveservices.azure.com")
        Console.line("  hookswitch dev \(flows)          and, in another terminal:")
        Console.line("  hookswitch call --to \(to) --press 1")
    }
}

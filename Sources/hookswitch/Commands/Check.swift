import ArgumentParser
import CallModel
import CallRuntime
import FlowCheck
import FlowEngine

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with flows, without a call.",
        discussion: """
            Loads the flows and reads them: names that are not there (events, options, fields, functions, globals), numbers
            and caller IDs that the service would refuse, texts without a voice, what nobody comes to, calls that are used
            after they were given away, loops that try for ever. Each finding has its place, and what to do:

              reception/main.lua:14:15: error: call:play has no option 'txt'; did you mean 'text'? [unknown_option]

            A comment at a line's end keeps a rule from speaking of that line:

              call:play { file = music, loop = true }   -- check: ignore unreachable_code

            Where luacheck is installed it is asked as well; its findings are called luacheck_ and its code.

            With --prompts the prompts whose addresses stand in the flows are asked for too: each must answer, with a WAV
            file, mono, 16-bit, 16 kHz, or an MP3 file with an ID3v2 tag.

            Exit code 0 when there are no errors, 65 when there are; with --strict also when there are warnings.
            """)

    @Argument(help: "The folder with the flows.")
    var flows: String

    @Flag(help: "Fetch the beginning of each prompt whose address stands in the flows.")
    var prompts = false

    @Flag(help: "End with 65 for warnings, too.")
    var strict = false

    @Flag(inversion: .prefixedNo, help: "Ask luacheck, where it is installed.")
    var luacheck = true

    @Flag(help: "Print the findings as JSON.")
    var json = false

    @OptionGroup var flowOptions: FlowOptions

    func run() async throws {
        let environment = try flowOptions.environment()
        var findings: [Finding] = []
        var names: [String] = []
        do throws(FlowTreeError) {
            let sources = FlowSources(files: try FlowTreeScanner().scan(root: flows).files)
            names = Array(Set(sources.entries.map(\.name))).sorted()
            findings = await FlowCheck(finders: finders).findings(in: FolderOfFlows(sources, environment: environment))
            if names.isEmpty {
                findings.append(about("there is no flow in \(flows); a flow is NAME.lua or NAME/main.lua"))
            }
        } catch {
            findings = [about(error.description)]
        }
        if json { printJSON(findings, names) } else { printText(findings, names) }
        Console.noteOneFlow(in: flows)
        if findings.contains(where: { strict || $0.severity == .error }) { throw HookswitchExit.badFlows.code }
    }

    /// Whoever else knows what is wrong with flows is asked here.
    private var finders: [any FindingFinder] {
        var finders = FlowCheck.finders
        if luacheck {
            if let program = LuacheckFinder.installed() {
                finders.append(LuacheckFinder(program: program) { Console.note("hookswitch: \($0)") })
            } else {
                Console.note("hookswitch: luacheck is not installed (Debian: lua-check); its findings are missing")
            }
        }
        if prompts { finders.append(PromptFinder()) }
        return finders
    }

    private func about(_ message: String) -> Finding {
        Finding(rule: "load", severity: .error, file: nil, message: message)
    }

    private func printText(_ findings: [Finding], _ names: [String]) {
        for finding in findings { Console.line("\(finding)") }
        let count = "\(names.count) flow\(names.count == 1 ? "" : "s")"
        if findings.isEmpty { return Console.line("\(count), no problems: \(names.joined(separator: ", "))") }
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count - errors
        Console.line(
            "\(count), \(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")")
    }

    private func printJSON(_ findings: [Finding], _ names: [String]) {
        let json: JSONValue = [
            "flows": .array(names.map { .string($0) }),
            "findings": .array(
                findings.map { finding in
                    [
                        "rule": .string(finding.rule), "severity": .string(finding.severity.rawValue),
                        "file": finding.file.map { .string($0) }, "line": finding.line.map { .integer(Int64($0)) },
                        "column": finding.column.map { .integer(Int64($0)) }, "message": .string(finding.message),
                        "hint": finding.hint.map { .string($0) },
                    ]
                }),
        ]
        Console.line(json.text)
    }
}

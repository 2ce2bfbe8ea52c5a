import ArgumentParser
import AsyncHTTPClient
import CallModel
import CallRuntime
import FlowEngine

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load flows and report what is wrong with them.",
        discussion: """
            With --prompts the prompts whose addresses stand in the flows are asked for too: each must answer, with a WAV
            file, mono, 16-bit, 16 kHz, or an MP3 file with an ID3v2 tag.

            Exit code 0 when nothing is wrong, 65 when flows have problems.
            """)

    @Argument(help: "The folder with the flows.")
    var flows: String

    @Flag(help: "Fetch the beginning of each prompt whose address stands in the flows.")
    var prompts = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    @OptionGroup var flowOptions: FlowOptions

    func run() async throws {
        let environment = try flowOptions.environment()
        var problems: [FlowProblem] = []
        var names: [String] = []
        var places: [PromptAddresses.Place] = []
        do throws(FlowTreeError) {
            let tree = try FlowTreeScanner().scan(root: flows)
            let report = FlowLoader.load(FlowSources(files: tree.files), environment: environment)
            (problems, names) = (report.problems, report.flowNames)
            if prompts { places = PromptAddresses(tree.files).places }
            if names.isEmpty {
                problems.append(
                    FlowProblem(reason: "there is no flow in \(flows); a flow is NAME.lua or NAME/main.lua"))
            }
        } catch {
            problems = [FlowProblem(reason: error.description)]
        }
        if !places.isEmpty {
            var settings = HTTPClient.Configuration()
            // Nobody there is an answer.
            settings.connectionPool.retryConnectionEstablishment = false
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
            problems += await PromptCheck(client: client).problems(places)
            try? await client.shutdown()
        }
        if json { printJSON(problems, names) } else { printText(problems, names) }
        Console.noteOneFlow(in: flows)
        if !problems.isEmpty { throw HookswitchExit.badFlows.code }
    }

    private func printText(_ problems: [FlowProblem], _ names: [String]) {
        for problem in problems { Console.line("\(problem)") }
        let count = "\(names.count) flow\(names.count == 1 ? "" : "s")"
        if problems.isEmpty { Console.line("\(count), no problems: \(names.joined(separator: ", "))") }
    }

    private func printJSON(_ problems: [FlowProblem], _ names: [String]) {
        let json: JSONValue = [
            "flows": .array(names.map { .string($0) }),
            "problems": .array(
                problems.map { problem in
                    [
                        "flow": problem.flow.map { .string($0) }, "file": problem.file.map { .string($0) },
                        "line": problem.line.map { .integer(Int64($0)) }, "reason": .string(problem.reason),
                    ]
                }),
        ]
        Console.line(json.text)
    }
}

import ArgumentParser
import CallModel
import CallRuntime
import FlowEngine
import FlowGraph
import FlowTesting
import Foundation

/// `hookswitch graph`; apart from `FlowGraph.Graph`, which is the drawing.
struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draw a flow.",
        discussion: """
            A flow that is data (std.flow) is drawn by its steps and exits; any other by its hooks and what they do to calls,
            as far as the source says so.

              hookswitch graph clinic > clinic.mmd               # Mermaid, which GitHub shows in Markdown
              hookswitch graph clinic --format svg --output clinic.svg
              hookswitch graph clinic --coverage                 # green: reached by its specs; red: not

            SVG is made by Graphviz ('dot'). Where it is not installed, Mermaid is printed, and a note says so.

            Exit code 0 when the flow was drawn, 4 when it was but a spec of it failed, 64 when there is no such flow, 65 when
            it cannot be loaded.
            """)

    /// The forms of a drawing.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot, svg
    }

    @Argument(help: "The flow's name.")
    var flow: String

    @Option(help: "The folder with the flows.")
    var flows = "flows"

    @Option(help: "The form: mermaid, dot or svg.")
    var format = Format.mermaid

    @Option(help: "A file for the drawing, in place of standard output.")
    var output: String?

    @Flag(help: "Run the flow's specs and mark what they reached.")
    var coverage = false

    @Flag(help: "Draw what steps leave to their chart's defaults at each step, too.")
    var allExits = false

    @Option(help: "A folder with modules in place of the built-in standard library.")
    var stdlib: String?

    @OptionGroup var flowOptions: FlowOptions

    func run() async throws {
        let environment = try flowOptions.environment()
        let folder = try GraphFolder(flows: flows, stdlib: stdlib, environment: environment)
        try folder.expect(flow)
        let measured = coverage ? try await folder.measured(flow) : nil
        let graph = try folder.graph(of: flow, measured?.coverage, drawsDefaults: allExits)
        try write(graph)
        guard let measured, measured.failed > 0 else { return }
        let cases = "\(measured.failed) case\(measured.failed == 1 ? "" : "s")"
        Console.note("hookswitch: \(cases) of \(flow) failed; 'hookswitch test \(flows) --filter \(flow)' tells why")
        throw HookswitchExit.specsFailed.code
    }

    private func write(_ graph: FlowGraph.Graph) throws {
        let text = try text(of: graph)
        guard let output else { return Console.line(text) }
        do {
            try (text + "\n").write(toFile: output, atomically: true, encoding: .utf8)
        } catch {
            throw Console.fail(.failure, "the drawing cannot be written to \(output): \(error.localizedDescription)")
        }
    }

    private func text(of graph: FlowGraph.Graph) throws -> String {
        switch format {
        case .mermaid: return MermaidWriter.text(of: graph)
        case .dot: return DotWriter.text(of: graph, title: flow)
        case .svg:
            guard let graphviz = Graphviz() else {
                Console.note(
                    "hookswitch: Graphviz is not installed ('dot' is not on the search path), so this is Mermaid; "
                        + "on Debian: apt-get install graphviz")
                return MermaidWriter.text(of: graph)
            }
            do throws(Graphviz.Fault) {
                return try graphviz.svg(of: DotWriter.text(of: graph, title: flow))
            } catch {
                throw Console.fail(.failure, "\(error)")
            }
        }
    }
}

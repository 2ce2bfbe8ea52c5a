import FakePrograms
import Foundation
import Testing

@testable import FlowGraph

struct GraphvizTests {
    private static func fault(_ script: String, patience: Double = 20) throws -> String {
        let program = try FakeProgram(named: "dot", script)
        var graphviz = try #require(Graphviz(searchPath: program.folder))
        graphviz.patience = patience
        do {
            return "no fault: \(try graphviz.svg(of: "digraph {}"))"
        } catch {
            return "\(error)"
        }
    }

    @Test func thePictureIsWhatTheProgramWrites() throws {
        let program = try FakeProgram(named: "dot", #"printf '<svg>%s</svg>' "$(cat "$4")" > "$3""#)
        let graphviz = try #require(Graphviz(searchPath: "/nowhere:" + program.folder))
        #expect(try graphviz.svg(of: "digraph { a }") == "<svg>digraph { a }</svg>")
    }

    @Test func aProgramThatFailsHangsOrBabblesIsTold() throws {
        #expect(
            try Self.fault("echo 'flow.dot: 1: what?' >&2; exit 3").contains("failed with code 3: flow.dot: 1: what?"))
        #expect(try Self.fault("kill -9 $$").contains("ended by signal 9"))
        #expect(try Self.fault("exit 0").contains("made no SVG"))
        #expect(try Self.fault(#"echo nonsense > "$3""#).contains("made no SVG"))
        #expect(try Self.fault(#"head -c 40000000 /dev/zero > "$3""#).contains("40000000 bytes"))
        #expect(try Self.fault("sleep 600", patience: 0.2).contains("was not ready"))
    }

    @Test func withoutTheProgramThereIsNone() {
        #expect(Graphviz(searchPath: "/nowhere") == nil)
        #expect(Graphviz(searchPath: nil) == nil)
    }

    @Test(.enabled(if: Graphviz() != nil, "Graphviz is not installed"))
    func graphvizReadsWhatIsWritten() throws {
        var graph = Graph()
        let frame = graph.frame("a \"frame\" <b>")
        var before: Int?
        for shape in [
            Graph.Shape.start, .action, .question, .decision, .data, .people, .routine, .end, .point,
        ] {
            let node = graph.add(shape, [#"\ " < > & { } |"#, "ção 日本"], in: frame, mark: .reached)
            if let before { graph.connect(before, node, #"\" | <x>"#, isDashed: true, mark: .missed) }
            before = node
        }
        let svg = try #require(Graphviz()).svg(of: DotWriter.text(of: graph, title: "all \"shapes\""))
        #expect(svg.contains("日本") && svg.contains("all &quot;shapes&quot;"))
    }
}

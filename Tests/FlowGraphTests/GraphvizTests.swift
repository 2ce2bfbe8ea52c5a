import Foundation
import Testing

@testable import FlowGraph

struct GraphvizTests {
    /// A folder with a program `dot` that is a script; it goes with the value.
    private final class FakeFolder: Sendable {
        let path: String

        init(_ script: String) throws {
            path = FileManager.default.temporaryDirectory.appendingPathComponent("dot-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try ("#!/bin/sh\n" + script + "\n").write(toFile: path + "/dot", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path + "/dot")
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func fault(_ script: String, patience: Double = 20) throws -> String {
        let folder = try FakeFolder(script)
        var graphviz = try #require(Graphviz(searchPath: folder.path))
        graphviz.patience = patience
        do {
            return "no fault: \(try graphviz.svg(of: "digraph {}"))"
        } catch {
            return "\(error)"
        }
    }

    @Test func thePictureIsWhatTheProgramWrites() throws {
        let folder = try FakeFolder(#"printf '<svg>%s</svg>' "$(cat "$4")" > "$3""#)
        let graphviz = try #require(Graphviz(searchPath: "/nowhere:" + folder.path))
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

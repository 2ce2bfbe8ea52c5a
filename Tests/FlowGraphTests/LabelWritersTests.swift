import Testing

@testable import FlowGraph

/// What stands in a flow reaches a drawing as text, whatever it is.
struct LabelWritersTests {
    private static func graph(_ text: String, edge: String = "1") -> Graph {
        var graph = Graph()
        let first = graph.add(.action, [text])
        let second = graph.add(.end, ["bye"])
        graph.connect(first, second, edge)
        return graph
    }

    @Test(
        arguments: [
            (#"say "hi""#, "say #quot;hi#quot;"), ("a < b | c > d & e", "a #lt; b #124; c #gt; d #amp; e"),
            ("one\ntwo\r\n\tthree", "one two three"), ("#1 `x` %%{init}%%", "#35;1 #96;x#96; #37;#37;{init}#37;#37;"),
            ("1. item", "1#46; item"), ("- item", "#45; item"), ("+1425", "+1425"), ("1.5", "1.5"), ("*", "#42;"),
            ("", " "), ("\u{202E}abc\u{0}", "abc"),
            (#"a\b"#, "a#92;b"), ("end", "end"),
        ])
    func mermaidTakesNoSignForItsOwn(given: String, shown: String) {
        #expect(MermaidWriter.text(of: Self.graph(given)).contains("n0[\"\(shown)\"]"))
    }

    @Test func mermaidQuotesLabelsOfArrows() {
        #expect(MermaidWriter.text(of: Self.graph("a", edge: "x|y\"z")).contains("n0 -->|\"x#124;y#quot;z\"| n1"))
        #expect(MermaidWriter.text(of: Self.graph("a", edge: "")).contains("n0 --> n1"))
    }

    @Test(
        arguments: [
            (#"say "hi""#, #"say \"hi\""#), (#"a\nb"#, #"a\\nb"#), ("a <b> | {c}", "a <b> | {c}"),
            ("one\ntwo", "one two"),
        ])
    func dotTakesNoSignForItsOwn(given: String, shown: String) {
        #expect(DotWriter.text(of: Self.graph(given), title: "t").contains("n0 [label=\"\(shown)\", shape=box]"))
    }

    @Test func longTextIsCutAndWrappedWhereWordsAllowIt() {
        let long = Array(repeating: "word", count: 100).joined(separator: " ")
        let line = Label.clean(long)
        #expect(line.count <= Label.longest && line.hasSuffix("…"))
        #expect(Label.wrapped("a bc def", at: 4) == ["a bc", "def"])
        #expect(Label.wrapped(String(repeating: "x", count: 9), at: 4).count == 1)
        #expect(Label.clean("👨‍👩‍👧 family") == "👨‍👩‍👧 family")
    }

    @Test func arrowsWithTheSameEndsAreOne() {
        var graph = Self.graph("a")
        graph.connect(0, 1, "2")
        graph.connect(0, 1, "2")
        graph.connect(0, 1, "3", isDashed: true)
        #expect(graph.edges.map(\.label) == ["1, 2", "3"])
    }

    @Test func marksAreColours() {
        var graph = Self.graph("a")
        #expect(!MermaidWriter.text(of: graph).contains("class"))
        graph.mark(node: 0, .reached)
        graph.mark(node: 1, .missed)
        graph.mark(edge: 0, .missed)
        let mermaid = MermaidWriter.text(of: graph)
        #expect(mermaid.contains("class n0 reached") && mermaid.contains("class n1 missed"))
        #expect(mermaid.contains("linkStyle 0 stroke:#c62828"))
        let dot = DotWriter.text(of: graph, title: "t")
        #expect(dot.contains("n0 -> n1 [label=\"1\", color=\"#c62828\"") && dot.contains("fillcolor=\"#d8f0d8\""))
    }
}

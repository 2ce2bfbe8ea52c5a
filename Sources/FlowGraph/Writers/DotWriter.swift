/// A drawing in the language of Graphviz.
public enum DotWriter {
    /// The text.
    /// - Parameter title: stands above the drawing.
    public static func text(of graph: Graph, title: String) -> String {
        var lines = [
            "digraph flow {",
            "  graph [label=\(quoted([title])), labelloc=t, fontname=\"Helvetica\", rankdir=TB, nodesep=0.35, ranksep=0.45]",
            "  node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=\"#ffffff\", color=\"#555555\"]",
            "  edge [fontname=\"Helvetica\", fontsize=10, color=\"#555555\"]",
        ]
        for node in graph.nodes where node.cluster == nil { lines.append("  " + line(node)) }
        for cluster in graph.clusters {
            lines.append("  subgraph cluster_\(cluster.id) {")
            lines.append("    label=\(quoted([cluster.title])); color=\"#999999\"; style=rounded")
            for node in graph.nodes where node.cluster == cluster.id { lines.append("    " + line(node)) }
            lines.append("  }")
        }
        for edge in graph.edges {
            var attributes: [String] = []
            let label = Label.clean(edge.label)
            if !label.isEmpty { attributes.append("label=\(quoted(Label.wrapped(label, at: 24)))") }
            if edge.isDashed { attributes.append("style=dashed") }
            switch edge.mark {
            case .unknown: break
            case .reached: attributes.append("color=\"#2e7d32\"")
            case .missed: attributes.append("color=\"#c62828\", fontcolor=\"#c62828\"")
            }
            let tail = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
            lines.append("  n\(edge.from) -> n\(edge.to)\(tail)")
        }
        return (lines + ["}"]).joined(separator: "\n")
    }

    private static func line(_ node: Graph.Node) -> String {
        let shape =
            switch node.shape {
            case .start: "shape=oval"
            case .action: "shape=box"
            case .question: "shape=parallelogram"
            case .decision: "shape=diamond"
            case .data: "shape=cylinder"
            case .people: "shape=hexagon"
            case .routine: "shape=box, peripheries=2"
            case .end: "shape=box, style=\"filled,rounded\""
            case .point: "shape=point"
            }
        let mark =
            switch node.mark {
            case .unknown: ""
            case .reached: ", fillcolor=\"#d8f0d8\", color=\"#2e7d32\""
            case .missed: ", fillcolor=\"#fbdada\", color=\"#c62828\""
            }
        let text = node.lines.flatMap { Label.wrapped(Label.clean($0), at: 28) }
        return "n\(node.id) [label=\(quoted(text)), \(shape)\(mark)]"
    }

    private static func quoted(_ lines: [String]) -> String {
        let escaped = lines.map { line in
            Label.clean(line, longest: 200).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        }
        return "\"" + escaped.joined(separator: "\\n") + "\""
    }
}

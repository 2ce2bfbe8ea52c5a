/// A drawing as a flowchart of Mermaid, which GitHub and GitLab show in Markdown.
public enum MermaidWriter {
    /// The text, without a fence around it.
    public static func text(of graph: Graph) -> String {
        var lines = ["flowchart TD"]
        for node in graph.nodes where node.cluster == nil { lines.append("  " + line(node)) }
        for cluster in graph.clusters {
            lines.append("  subgraph c\(cluster.id)[\(quoted([cluster.title]))]")
            for node in graph.nodes where node.cluster == cluster.id { lines.append("    " + line(node)) }
            lines.append("  end")
        }
        for edge in graph.edges {
            let arrow = edge.isDashed ? "-.->" : "-->"
            let label = Label.clean(edge.label)
            lines.append(
                "  n\(edge.from) \(arrow)\(label.isEmpty ? "" : "|\(quoted([label]))|") n\(edge.to)")
        }
        return (lines + marks(graph)).joined(separator: "\n")
    }

    private static func line(_ node: Graph.Node) -> String {
        let text = quoted(node.lines)
        let form =
            switch node.shape {
            case .start, .end: "([\(text)])"
            case .action: "[\(text)]"
            case .question: "[/\(text)/]"
            case .decision: "{\(text)}"
            case .data: "[(\(text))]"
            case .people: "{{\(text)}}"
            case .routine: "[[\(text)]]"
            case .point: "((\(quoted([" "]))))"
            }
        return "n\(node.id)\(form)"
    }

    private static func marks(_ graph: Graph) -> [String] {
        guard graph.isMarked else { return [] }
        var lines: [String] = []
        func nodes(_ mark: Graph.Mark, _ name: String, _ style: String) {
            let ids = graph.nodes.filter { $0.mark == mark }.map { "n\($0.id)" }
            guard !ids.isEmpty else { return }
            lines += ["  classDef \(name) \(style)", "  class \(ids.joined(separator: ",")) \(name)"]
        }
        func edges(_ mark: Graph.Mark, _ style: String) {
            let numbers = graph.edges.indices.filter { graph.edges[$0].mark == mark }.map(String.init)
            if !numbers.isEmpty { lines.append("  linkStyle \(numbers.joined(separator: ",")) \(style)") }
        }
        nodes(.reached, "reached", "fill:#d8f0d8,stroke:#2e7d32,color:#000")
        nodes(.missed, "missed", "fill:#fbdada,stroke:#c62828,color:#000")
        edges(.reached, "stroke:#2e7d32")
        edges(.missed, "stroke:#c62828")
        return lines
    }

    private static func quoted(_ lines: [String]) -> String {
        "\"" + lines.map { escaped(Label.clean($0)) }.joined(separator: "<br/>") + "\""
    }

    /// What Mermaid would take for its own signs, HTML or Markdown.
    private static func escaped(_ line: String) -> String {
        var text = ""
        for character in line {
            switch character {
            case "\"": text += "#quot;"
            case "<": text += "#lt;"
            case ">": text += "#gt;"
            case "&": text += "#amp;"
            case "#", "%", "|", "`", "*", "\\", "~": text += "#\(character.unicodeScalars.first?.value ?? 63);"
            // At the beginning of a line, `1. `, `- ` and `+ ` would be lists.
            case " " where isListMark(text):
                text = text.dropLast() + "#\(text.unicodeScalars.last?.value ?? 63); "
            default: text.append(character)
            }
        }
        return text.isEmpty ? " " : text
    }

    private static func isListMark(_ text: String) -> Bool {
        guard text != "-", text != "+" else { return true }
        return text.count > 1 && text.last == "." && text.dropLast().allSatisfy(\.isNumber)
    }
}

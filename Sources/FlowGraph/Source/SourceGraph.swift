import FlowEngine
import LuaSyntax

/// Draws a flow that is a program, as far as it can be read: its hooks in the order of the files, and in each what is done
/// to calls, with choices and loops as they stand. What functions of libraries do inside is not seen.
public enum SourceGraph {
    /// The drawing of a flow's files.
    /// - Parameters:
    ///   - sources: all flows.
    ///   - flow: the name of the one that is drawn; of what lies beside it only its own modules are.
    ///   - isReached: whether tests came to a statement of a file; nil where they cannot tell. Nil when nobody
    ///     looked.
    ///   - graph: what is drawn already; its marks stay.
    /// - Throws: when a file is no Lua.
    public static func graph(
        of sources: FlowSources, flow: String, isReached: ((String, LuaPosition) -> Bool?)? = nil,
        behind graph: Graph = Graph()
    ) throws(FlowProblem) -> Graph {
        var graph = graph
        let (firstNode, firstEdge) = (graph.nodes.count, graph.edges.count)
        var places: [Int: (path: String, place: LuaPosition)] = [:]
        for path in paths(of: flow, in: sources) {
            let file: SourceFile
            do {
                file = try SourceFile(path: path, bytes: sources.files[path] ?? [])
            } catch {
                throw FlowProblem(flow: flow, file: path, line: error.line, reason: error.sentence)
            }
            let drawing = SourceDrawing(file, graph)
            drawing.draw()
            graph = drawing.graph
            for (node, place) in drawing.places { places[node] = (path, place) }
        }
        guard let isReached else { return graph }
        for node in firstNode..<graph.nodes.count {
            guard let (path, place) = places[node], let isReached = isReached(path, place) else { continue }
            graph.mark(node: node, isReached ? .reached : .missed)
        }
        for edge in firstEdge..<graph.edges.count {
            // A way from or to what was not reached was not taken; of the others nothing is known.
            let ends = [graph.edges[edge].from, graph.edges[edge].to]
            if ends.contains(where: { graph.nodes[$0].mark == .missed }) { graph.mark(edge: edge, .missed) }
        }
        return graph
    }

    private static func paths(of flow: String, in sources: FlowSources) -> [String] {
        guard let main = sources.entries.first(where: { $0.name == flow })?.path else { return [] }
        return [main] + sources.files.keys.filter { $0.hasPrefix("\(flow)/") && $0 != main }.sorted()
    }
}

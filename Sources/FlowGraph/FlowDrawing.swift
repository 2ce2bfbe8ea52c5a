import FlowEngine
import LuaSyntax

/// Draws a flow, be it data or a program.
public enum FlowDrawing {
    /// The drawing: charts first, then the hooks that the flow itself registers.
    /// - Parameters:
    ///   - flow: its name.
    ///   - sources: with it.
    ///   - charts: those that it has.
    ///   - visits: which steps and exits tests reached; nil when nobody looked.
    ///   - isReached: whether tests came to a statement of a file; nil where they cannot tell. Nil when nobody
    ///     looked.
    ///   - drawsDefaults: whether the exits that defaults take are drawn at each step.
    /// - Throws: when a file of the flow cannot be read.
    public static func graph(
        of flow: String, in sources: FlowSources, charts: [FlowChart], visits: ChartVisits? = nil,
        isReached: ((String, LuaPosition) -> Bool?)? = nil, drawsDefaults: Bool = false
    ) throws(FlowProblem) -> Graph {
        let graph = ChartGraph.graph(of: charts, visits: visits, drawsDefaults: drawsDefaults)
        return try SourceGraph.graph(of: sources, flow: flow, isReached: isReached, behind: graph)
    }
}

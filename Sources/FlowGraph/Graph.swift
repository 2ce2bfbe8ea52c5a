/// A drawing of a flow: boxes, arrows between them, and frames around some of them.
public struct Graph: Sendable, Equatable {
    /// A box or another form with text in it.
    public struct Node: Sendable, Equatable {
        /// Its number in the graph.
        public let id: Int
        /// In lines; the first is what it is called.
        public var lines: [String]
        /// Its form, which says what kind of thing happens there.
        public var shape: Shape
        /// Whether tests came there.
        public var mark = Mark.unknown
        /// The frame around it; nil when it stands outside all frames.
        public var cluster: Int?
    }

    /// What kind of thing happens at a node.
    public enum Shape: String, Sendable, CaseIterable {
        /// Something comes from outside: a call, an event.
        case start
        /// Something is said or done.
        case action
        /// The caller is asked.
        case question
        /// The way divides.
        case decision
        /// The web or the store is asked.
        case data
        /// Other people join.
        case people
        /// Steps that are drawn elsewhere, or a function.
        case routine
        /// It is over.
        case end
        /// Ways come together.
        case point
    }

    /// Whether tests came to a place.
    public enum Mark: Sendable {
        /// Nobody looked.
        case unknown
        /// They did.
        case reached
        /// They did not.
        case missed
    }

    /// An arrow.
    public struct Edge: Sendable, Equatable {
        /// The node that it leaves.
        public var from: Int
        /// The node that it leads to.
        public var to: Int
        /// What takes it; empty when nothing is to be said.
        public var label: String
        /// Whether it is a way that nobody wrote at that place, or not a way but a hint.
        public var isDashed = false
        /// Whether tests took it.
        public var mark = Mark.unknown
    }

    /// A frame with a title.
    public struct Cluster: Sendable, Equatable {
        /// Its number in the graph.
        public let id: Int
        /// What stands in it.
        public var title: String
    }

    /// In the order in which they are drawn.
    public private(set) var nodes: [Node] = []
    /// In the order in which they are drawn.
    public private(set) var edges: [Edge] = []
    /// In the order in which they are drawn.
    public private(set) var clusters: [Cluster] = []

    /// Nothing yet.
    public init() {}

    /// Adds a node and gives its number.
    mutating func add(_ shape: Shape, _ lines: [String], in cluster: Int? = nil, mark: Mark = .unknown) -> Int {
        nodes.append(Node(id: nodes.count, lines: lines, shape: shape, mark: mark, cluster: cluster))
        return nodes.count - 1
    }

    /// What arrows have in common that are drawn as one.
    private struct Way: Sendable, Hashable {
        var from: Int, to: Int
        var isDashed: Bool
        var mark: Mark
    }

    private var labelled: [Way: (edge: Int, labels: Set<String>)] = [:]

    /// Adds an arrow. Several with the same ends are one, with the labels of all.
    mutating func connect(_ from: Int, _ to: Int, _ label: String = "", isDashed: Bool = false, mark: Mark = .unknown) {
        let way = Way(from: from, to: to, isDashed: isDashed, mark: mark)
        if !label.isEmpty, let known = labelled[way] {
            guard labelled[way]?.labels.insert(label).inserted == true else { return }
            edges[known.edge].label += ", " + label
            return
        }
        if !label.isEmpty { labelled[way] = (edges.count, [label]) }
        edges.append(Edge(from: from, to: to, label: label, isDashed: isDashed, mark: mark))
    }

    /// Whether both show the same.
    public static func == (left: Graph, right: Graph) -> Bool {
        left.nodes == right.nodes && left.edges == right.edges && left.clusters == right.clusters
    }

    /// Adds a frame and gives its number.
    mutating func frame(_ title: String) -> Int {
        clusters.append(Cluster(id: clusters.count, title: title))
        return clusters.count - 1
    }

    /// Says whether tests came to a node.
    mutating func mark(node: Int, _ mark: Mark) { nodes[node].mark = mark }

    /// Says whether tests took an arrow.
    mutating func mark(edge: Int, _ mark: Mark) { edges[edge].mark = mark }

    /// Whether there are marks.
    var isMarked: Bool { nodes.contains { $0.mark != .unknown } || edges.contains { $0.mark != .unknown } }
}

import LuaSyntax

/// Draws the hooks and functions of one file into a graph.
final class SourceDrawing {
    /// A way that leads on from a node, with what takes it.
    struct End {
        var node: Int
        var label = ""
    }

    /// What a function that is being drawn has met.
    struct Frame {
        /// The frame around its nodes.
        var cluster: Int
        /// Where it returns.
        var returns: [End] = []
        /// Where its loops are left, the innermost last.
        var breaks: [[End]] = []
        /// The nodes of labels that something jumps to.
        var labels: [String: Int] = [:]
    }

    let file: SourceFile
    var graph: Graph
    /// The statement of each node that was made here, by which tests tell whether they came there.
    private(set) var places: [Int: LuaPosition] = [:]
    var frame = Frame(cluster: 0)
    /// Where the statement begins that is drawn.
    var place = LuaPosition.start
    /// The keys of functions in which something happens.
    private(set) var busy: Set<String> = []
    /// The nodes that functions begin with.
    private var starts: [String: Int] = [:]
    /// Arrows from a use of a function to where it begins, which may not be drawn yet.
    private var uses: [(node: Int, function: String)] = []

    init(_ file: SourceFile, _ graph: Graph) {
        (self.file, self.graph) = (file, graph)
        // Functions that call such ones are such ones.
        var isSettled = false
        while !isSettled {
            isSettled = true
            for (key, function) in file.functions where !busy.contains(key) {
                if isBusy(.block(function.function.body)) {
                    busy.insert(key)
                    isSettled = false
                }
            }
        }
    }

    func draw() {
        for hook in file.hooks {
            frame = Frame(cluster: graph.frame("on \(hook.event)"))
            place = hook.place
            let start = node(.start, [hook.event] + (hook.filter.map { [$0] } ?? []))
            if case .function(let function) = hook.handler.kind {
                places[start] = function.body.statements.first?.range.start
                draw(function.body, from: start, isHook: true)
            } else {
                places[start] = nil
                let key = SourceFile.key(of: hook.handler)
                let handler = node(.routine, [file.text(hook.handler.range)])
                graph.connect(start, handler)
                if let key { uses.append((handler, key)) }
            }
        }
        // A function is worth a drawing where something that is drawn uses it.
        var next = 0
        while next < uses.count {
            let (node, key) = uses[next]
            next += 1
            guard let function = file.functions[key], busy.contains(key) else { continue }
            if starts[key] == nil {
                frame = Frame(cluster: graph.frame("function \(function.name)"))
                place = function.function.range.start
                let start = self.node(.start, [function.name])
                places[start] = function.function.body.statements.first?.range.start
                starts[key] = start
                draw(function.function.body, from: start)
            }
            if let start = starts[key] { graph.connect(node, start, isDashed: true) }
        }
    }

    private func draw(_ body: LuaBlock, from start: Int, isHook: Bool = false) {
        let ends = walk(body, [End(node: start)]) + frame.returns
        // What ends with an action says so itself; a way out of a choice needs something to lead to.
        let open = ends.filter { !$0.label.isEmpty }
        guard !open.isEmpty else { return }
        let end = node(.end, [isHook ? "the hook is over" : "back to its caller"])
        places[end] = nil
        connect(open, end)
    }

    func node(_ shape: Graph.Shape, _ words: [String]) -> Int {
        let node = graph.add(shape, words, in: frame.cluster)
        places[node] = place
        return node
    }

    func connect(_ ends: [End], _ node: Int) {
        for end in ends { graph.connect(end.node, node, end.label) }
    }

    /// A node that the ends lead to, and that is the only end then.
    func follow(_ ends: [End], _ shape: Graph.Shape, _ words: [String]) -> [End] {
        let next = node(shape, words)
        connect(ends, next)
        return [End(node: next)]
    }

    func use(_ function: String, at node: Int) { uses.append((node, function)) }

    /// Whether something below a node is drawn: an action, or the use of a function with one.
    func isBusy(_ node: LuaNode) -> Bool {
        var found = false
        node.walk { node in
            guard !found else { return false }
            if case .expression(let expression) = node { found = !actions(in: expression).isEmpty }
            return !found
        }
        return found
    }

    /// Whether a block does something or jumps.
    func isWorthDrawing(_ block: LuaBlock) -> Bool {
        var found = false
        block.walk { node in
            guard !found else { return false }
            switch node {
            case .statement(let statement):
                switch statement.kind {
                case .return, .break, .goto: found = true
                default: break
                }
            case .expression(let expression): found = !actions(in: expression).isEmpty
            // Jumps of a function inside are its own.
            case .function: return false
            case .block: break
            }
            return !found
        }
        return found
    }
}

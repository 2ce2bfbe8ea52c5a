import LuaEngine

/// One `it` of a spec file.
public struct SpecCase: Sendable, Equatable {
    /// How it is run.
    public struct Options: Sendable, Equatable {
        /// When it begins, in seconds since 1970; nil takes the usual time.
        public var start: Double?
        /// Why it is left out; nil when it is not.
        public var skip: String?
        /// Whether the others of its file are left out.
        public var isOnly = false
        /// Whether errors in the log are no failure.
        public var allowsErrors = false
        /// Whether it measures times or counts on moments, so that it is not run with kills or faults.
        public var isExact = false
        /// How its calls may end when the process was killed on the way, although the story did not come about; empty when
        /// it must come about all the same.
        public var ends: [String] = []

        /// The usual ones.
        public init() {}

        /// The same where something was said, else what holds around it.
        func within(_ outer: Options) -> Options {
            var inner = self
            inner.start = start ?? outer.start
            inner.skip = skip ?? outer.skip
            inner.isOnly = isOnly || outer.isOnly
            inner.allowsErrors = allowsErrors || outer.allowsErrors
            inner.isExact = isExact || outer.isExact
            if ends.isEmpty { inner.ends = outer.ends }
            return inner
        }
    }

    /// The file, relative to the folder that was walked.
    public var file: String
    /// The names of the `describe`s and its own, outermost first.
    public var path: [String]
    /// Where it stands, from 1.
    public var line: Int
    /// How it is run.
    public var options: Options

    /// The path in one line: `reception › the menu › puts sales through`.
    public var name: String { path.joined(separator: " › ") }
}

/// What a spec file registered in its load phase: the same in each world of it.
struct SpecPlan {
    /// A case with the functions of its own world.
    struct Entry {
        var path: [String]
        var options: SpecCase.Options
        var body: LuaReference
        var place: String
        var befores: [LuaReference]
        var afters: [LuaReference]
    }

    private struct Level {
        var name: String
        var options = SpecCase.Options()
        var befores: [LuaReference] = []
        var afters: [LuaReference] = []
        /// The first of its cases.
        var first: Int
    }

    private(set) var entries: [Entry] = []
    private var paths: Set<[String]> = []
    /// Flows that the file brings along, by name.
    var flows: [String: String] = [:]
    private var levels: [Level] = [Level(name: "", first: 0)]

    var isOutermost: Bool { levels.count == 1 }

    mutating func enter(_ name: String, _ options: SpecCase.Options) {
        let outer = levels.last?.options ?? SpecCase.Options()
        levels.append(Level(name: name, options: options.within(outer), first: entries.count))
    }

    /// Ends a `describe`: what it does before and after holds for all of its cases, wherever it was said.
    mutating func leave() {
        guard let level = levels.popLast() else { return }
        close(level)
    }

    /// Ends the file.
    mutating func finish() {
        if let top = levels.first { close(top) }
        levels = [Level(name: "", first: entries.count)]
    }

    private mutating func close(_ level: Level) {
        for index in level.first..<entries.count {
            entries[index].befores = level.befores + entries[index].befores
            entries[index].afters += level.afters
        }
    }

    mutating func before(_ body: LuaReference) { levels[levels.count - 1].befores.append(body) }

    mutating func after(_ body: LuaReference) { levels[levels.count - 1].afters.append(body) }

    /// - Returns: false when a case has this name already.
    mutating func add(_ name: String, _ options: SpecCase.Options, _ body: LuaReference, place: String) -> Bool {
        let path = levels.dropFirst().map(\.name) + [name]
        guard paths.insert(path).inserted else { return false }
        let options = options.within(levels.last?.options ?? SpecCase.Options())
        entries.append(Entry(path: path, options: options, body: body, place: place, befores: [], afters: []))
        return true
    }
}

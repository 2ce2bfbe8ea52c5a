import LuaEngine

/// How much one session may use. A part of the environment of its generation, so that it does not change while the
/// session lives.
public struct FlowLimits: Sendable, Equatable {
    /// Of the Lua world, and of each input.
    public var lua = LuaLimits()
    /// That have not ended.
    public var tasks = 1_000
    /// That are not settled.
    public var pendingOperations = 64
    /// Of the whole session, or since its last restart; inert events do not count.
    public var inputs = 10_000
    /// Of the whole session; the runtime's own lines do not count.
    public var logBytes = 1 << 20
    /// Of the records of the whole session; inert events do not count.
    public var journalBytes = 16 << 20
    /// Seconds.
    public var shortestSleep = 0.01

    /// The defaults of the design.
    public init() {}
}

/// The limits by the names that settings have.
extension FlowLimits {
    /// One limit: its name, its bounds, and where it is kept.
    public struct Setting: Sendable {
        /// In snake_case.
        public let name: String
        /// What it bounds, with its unit.
        public let meaning: String
        let kind: Kind

        enum Kind: Sendable {
            case bytes(WritableKeyPath<FlowLimits, Int> & Sendable, ClosedRange<Int>)
            case count(WritableKeyPath<FlowLimits, Int> & Sendable, ClosedRange<Int>)
            case seconds(WritableKeyPath<FlowLimits, Double> & Sendable, ClosedRange<Double>)
        }

        /// What it is set to.
        public func value(in limits: FlowLimits) -> String {
            switch kind {
            case .bytes(let path, _): Self.text(bytes: limits[keyPath: path])
            case .count(let path, _): String(limits[keyPath: path])
            case .seconds(let path, _): "\(limits[keyPath: path])"
            }
        }

        /// What it is set to, to the last digit.
        func exactValue(in limits: FlowLimits) -> String {
            switch kind {
            case .bytes(let path, _), .count(let path, _): String(limits[keyPath: path])
            case .seconds(let path, _): "\(limits[keyPath: path])"
            }
        }

        /// Sets what `exactValue` told. What a session began with holds whatever the bounds are now.
        func set(exactly text: String, in limits: inout FlowLimits) -> Bool {
            switch kind {
            case .bytes(let path, _), .count(let path, _):
                guard let number = Int(text) else { return false }
                limits[keyPath: path] = number
            case .seconds(let path, _):
                guard let seconds = Double(text) else { return false }
                limits[keyPath: path] = seconds
            }
            return true
        }

        fileprivate static func text(bytes: Int) -> String {
            if bytes % (1 << 20) == 0 { return "\(bytes >> 20)MiB" }
            return bytes % (1 << 10) == 0 ? "\(bytes >> 10)KiB" : "\(bytes)"
        }
    }

    /// All of them, in the order in which help lists them.
    public static let settings: [Setting] = [
        Setting(
            name: "units", meaning: "work per input: instructions, bytes allocated / 64, lengths walked",
            kind: .count(\.lua.instructions, 1_000...1_000_000_000)),
        Setting(
            name: "cpu", meaning: "seconds of processor time per input", kind: .seconds(\.lua.cpuSeconds, 0.001...60)),
        Setting(
            name: "slice", meaning: "units after which a busy flow lets other calls go first",
            kind: .count(\.lua.sliceUnits, 100...1_000_000_000)),
        Setting(
            name: "memory", meaning: "bytes of a session's Lua world",
            kind: .bytes(\.lua.memoryBytes, (256 << 10)...(1 << 30))),
        Setting(
            name: "string", meaning: "bytes of one text", kind: .bytes(\.lua.stringBytes, (1 << 10)...(64 << 20))),
        Setting(
            name: "block", meaning: "bytes of one table's list (16 an item); half of it for its keys (24 each)",
            kind: .bytes(\.lua.blockBytes, (64 << 10)...(1 << 30))),
        Setting(
            name: "coroutine_depth", meaning: "coroutines that resume one another",
            kind: .count(\.lua.coroutineDepth, 1...150)),
        Setting(name: "tasks", meaning: "tasks of a session that have not ended", kind: .count(\.tasks, 1...100_000)),
        Setting(
            name: "pending_operations", meaning: "operations of a session that are not settled",
            kind: .count(\.pendingOperations, 1...10_000)),
        Setting(
            name: "inputs", meaning: "events, responses and timers of a session, since its last restart",
            kind: .count(\.inputs, 10...100_000_000)),
        Setting(
            name: "log", meaning: "bytes that a session may log", kind: .bytes(\.logBytes, 0...(1 << 30))),
        Setting(
            name: "journal", meaning: "bytes of requests and events that a session may leave in the journal",
            kind: .bytes(\.journalBytes, (64 << 10)...(1 << 30))),
        Setting(
            name: "shortest_sleep", meaning: "seconds that a sleep takes at least",
            kind: .seconds(\.shortestSleep, 0...60)),
    ]

    /// Why a limit cannot be set.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// What was wrong and what to write.
        public let description: String
    }

    /// Sets a limit by its name, as flags and variables give it: `16MiB`, `0.5`, `1000`.
    public mutating func set(_ name: String, to text: String) throws(Fault) {
        guard let setting = Self.settings.first(where: { $0.name == name }) else {
            let names = Self.settings.map(\.name).joined(separator: ", ")
            throw Fault(description: "there is no limit '\(name)'; there are \(names)")
        }
        switch setting.kind {
        case .bytes(let path, let bounds):
            let (low, high) = (Setting.text(bytes: bounds.lowerBound), Setting.text(bytes: bounds.upperBound))
            guard let bytes = Self.bytes(text), bounds.contains(bytes) else {
                throw Fault(description: "the limit '\(name)' is from \(low) to \(high), such as 512KiB, not '\(text)'")
            }
            self[keyPath: path] = bytes
        case .count(let path, let bounds):
            guard let count = Int(text), bounds.contains(count) else {
                throw Fault(
                    description:
                        "the limit '\(name)' is a whole number from \(bounds.lowerBound) to \(bounds.upperBound), "
                        + "not '\(text)'")
            }
            self[keyPath: path] = count
        case .seconds(let path, let bounds):
            guard let seconds = Double(text), bounds.contains(seconds) else {
                throw Fault(
                    description:
                        "the limit '\(name)' is in seconds, from \(bounds.lowerBound) to \(bounds.upperBound), "
                        + "not '\(text)'")
            }
            self[keyPath: path] = seconds
        }
    }

    /// A number of bytes, with `KiB` or `MiB` behind it or nothing.
    private static func bytes(_ text: String) -> Int? {
        for (suffix, shift) in [("KiB", 10), ("MiB", 20)] where text.hasSuffix(suffix) {
            guard let number = Int(text.dropLast(3)), number >= 0, number <= 1 << 20 else { return nil }
            return number << shift
        }
        return Int(text)
    }
}

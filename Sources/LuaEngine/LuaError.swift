import CLuaBridge

/// An error that a script raised, or that its text has.
public struct LuaError: Error, Sendable, CustomStringConvertible {
    /// Where errors come from.
    public enum Kind: Sendable, Equatable {
        case syntax
        case runtime
        /// The host had no memory, or was asked for something it cannot do.
        case host
    }

    /// Where it comes from.
    public var kind: Kind
    /// As Lua wrote it, with file and line before it where there are any.
    public var message: String
    /// The error value; a text for most errors.
    public var value: LuaValue
    /// The file, relative, where the message names one.
    public var source: String?
    /// Counted from 1.
    public var line: Int?
    /// The calls that led there.
    public var traceback: String?

    /// The message.
    public var description: String { message }

    /// An error with a text; file and line are read from it.
    init(_ kind: Kind, _ message: String, value: LuaValue? = nil, traceback: String? = nil) {
        self.kind = kind
        self.message = message
        self.value = value ?? .string(message)
        self.traceback = traceback
        if let place = Self.place(in: message) { (source, line) = place }
    }

    /// Reads `file.lua:12: …`.
    private static func place(in message: String) -> (String, Int)? {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let line = Int(parts[1]), line > 0, !parts[0].isEmpty, !parts[0].contains(" ") else {
            return nil
        }
        return (String(parts[0]), line)
    }
}

/// A world was stopped: a budget is spent. Nothing in the script can catch this, and the world is never run again.
public struct LuaStop: Error, Sendable, Equatable {
    /// Which budget.
    public enum Reason: String, Sendable {
        case instructions
        case cpuTime = "cpu_time"
        case memory
    }

    /// The budget that is spent.
    public var reason: Reason
    /// The file, relative, that ran.
    public var source: String?
    /// Counted from 1.
    public var line: Int?

    /// What happened, in words, without the place.
    public var message: String {
        switch reason {
        case .instructions:
            "the script ran for too long without waiting (an endless loop? now() stands still until the next wait)"
        case .cpuTime: "the script used too much processor time without waiting"
        case .memory: "the script used too much memory"
        }
    }
}

/// The release of Lua that this process is linked with.
public enum LuaRelease {
    /// Such as `Lua 5.4.4`.
    public static var name: String { String(cString: hs_release()) }
}

/// A place of a source that a run reaches or does not.
public struct LuaCoveragePoint: Sendable, Equatable {
    /// The number that the instrumented source records; see `LuaCoverageMap.id(file:index:)`.
    public let id: Int
    /// What is counted.
    public let kind: Kind
    /// Where it stands, from 1; for an `else` that is not written, where its `if` stands.
    public let line: Int
    /// The byte of the line, from 1.
    public let column: Int
    /// What to say of it when it was never reached, such as `else of the if in line 12 never taken`.
    public let words: String
    /// The point around it, without which it cannot be reached: the statement, arm or function that it is in.
    public let parent: Int?

    /// What is counted.
    public enum Kind: Sendable, Equatable {
        /// A function's body was entered.
        /// - Parameters:
        ///   - name: Such as `greet`, `menu.ask`, `on("IncomingCall") handler`, or `function` for one without a name.
        ///   - event: The event whose hook it is: it is the last argument of a call to the global `on` with a literal name.
        case function(name: String, event: String?)
        /// One way on from a choice was taken.
        /// - Parameter choice: The same for all ways on from one choice; counts from 0 in each file. Arms of an `if` are one
        ///   choice, so are a loop's body and going past it, and what follows `and` or `or` and going past it.
        case branch(choice: Int)
        /// A statement was reached.
        case statement
    }
}

extension LuaCoveragePoint {
    /// Whether it is a function that answers an event.
    public var isHook: Bool {
        if case .function(_, .some) = kind { true } else { false }
    }

    /// Whether it is a function that answers no event.
    public var isPlainFunction: Bool {
        if case .function(_, nil) = kind { true } else { false }
    }

    /// Whether it is one way on from a choice.
    public var isBranch: Bool {
        if case .branch = kind { true } else { false }
    }
}

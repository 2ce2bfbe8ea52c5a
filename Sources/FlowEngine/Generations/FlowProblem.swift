/// Something wrong with a flow: what `check` prints and what a broken edit is refused with.
public struct FlowProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The flow's name; nil when the problem is about all of them.
    public var flow: String?
    /// Relative to the flows folder.
    public var file: String?
    /// Counted from 1.
    public var line: Int?
    /// What is wrong and what to do, without file and line.
    public var reason: String

    /// A problem with its place.
    public init(flow: String? = nil, file: String? = nil, line: Int? = nil, reason: String) {
        self.flow = flow
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// Place and reason, as `check` prints them.
    public var description: String {
        var place = file ?? flow ?? ""
        if let line { place += ":\(line)" }
        return place.isEmpty ? reason : "\(place): \(reason)"
    }
}

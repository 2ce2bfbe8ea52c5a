/// A flow as data: the steps of a line that `std.flow` runs, and where they lead.
public struct FlowChart: Sendable, Equatable {
    /// What a chart is made with.
    public enum Origin: String, Sendable {
        /// Takes calls.
        case incoming
        /// Begins with a launch.
        case launch
        /// Steps that several lines use.
        case part
    }

    /// One step.
    public struct Step: Sendable, Equatable {
        /// Its name in the table of steps.
        public var name: String
        /// `menu`, `say`, `http` and so on.
        public var kind: String
        /// A few words of what it says or does; the kind where there is nothing to say.
        public var label: String
        /// In the order of the library.
        public var exits: [Exit]
        /// Whether the line may be over with it.
        public var ends: Bool
        /// The name of the part that it runs.
        public var part: String?
    }

    /// A way on from a step.
    public struct Exit: Sendable, Equatable {
        /// The outcome that takes it: a key, a status, `next`, `no_input`.
        public var word: String
        /// A step, or an exit of the part.
        public var to: String
        /// The test of a branch in a few words.
        public var label: String?
        /// Whether the chart's defaults say it, and not the step.
        public var isDefault: Bool
        /// The language that is chosen by it.
        public var language: String?
    }

    /// The functions of `std.flow` that make charts.
    public static let makers: Set<String> = ["incoming", "launch", "part"]

    /// As logs call it.
    public var name: String
    /// What it was made with.
    public var origin: Origin
    /// The file in which it stands.
    public var file: String
    /// The line in which it begins; nil when that is not known.
    public var line: Int?
    /// The first step.
    public var start: String
    /// By the way from the start.
    public var steps: [Step]
    /// The parts that it runs, each once.
    public var parts: [FlowChart]
    /// Where a part can end.
    public var exits: [String]
    /// Where it goes when the caller hangs up.
    public var hangUp: String?
    /// Where a launched line goes when nobody takes its call.
    public var unreached: String?
    /// The filters of what starts it, as text.
    public var to: String?, from: String?
    /// Whom a launched line calls; nil when that is no plain text, or nobody.
    public var target: String?

    /// The chart and its parts.
    public var all: [FlowChart] { [self] + parts }

    /// A step by name.
    public func step(_ name: String) -> Step? { steps.first { $0.name == name } }
}

/// What `std.flow` says of a chart: a mistake, which loading refuses, or a doubt.
public struct FlowChartFinding: Sendable, Equatable {
    /// A part of the way into a table: the name or the number of an entry.
    public enum Key: Sendable, Hashable {
        /// `name =` or `["name"] =`
        case name(String)
        /// The n-th of a list, or `[n] =`.
        case index(Int)
    }

    /// Such as `unreachable_step`.
    public var rule: String
    /// Whether loading refuses it.
    public var isError: Bool
    /// A sentence.
    public var message: String
    /// From the chart's table to the place.
    public var path: [Key]
    /// The chart's name.
    public var chart: String
    /// The file in which the chart stands.
    public var file: String
    /// The line in which the chart begins; nil when that is not known.
    public var line: Int?
}

/// What a flow that uses `std.flow` says about itself.
public struct FlowCharts: Sendable, Equatable {
    /// Its lines, in the order in which they stand; empty when the flow does not load.
    public var charts: [FlowChart] = []
    /// Mistakes and doubts.
    public var findings: [FlowChartFinding] = []
    /// Why something is missing here; nil when nothing is.
    public var problem: String?
}

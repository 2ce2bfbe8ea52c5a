/// A case that is played in real time, and where it is written.
struct LivePart: Sendable {
    var file: SpecFile
    /// Its number in the file.
    var number: Int
    var spec: SpecCase
}

/// Where each case of a suite is written, for those who have only a result of it.
struct CasePlaces {
    private let places: [String: (entry: SpecSuite.Entry, number: Int)]

    init(_ suite: SpecSuite) {
        let all = suite.entries.flatMap { entry in
            entry.cases.enumerated().map { (Self.key($1), (entry: entry, number: $0)) }
        }
        places = Dictionary(all) { first, _ in first }
    }

    subscript(spec: SpecCase) -> (entry: SpecSuite.Entry, part: LivePart)? {
        places[Self.key(spec)].map { ($0.entry, LivePart(file: $0.entry.file, number: $0.number, spec: spec)) }
    }

    private static func key(_ spec: SpecCase) -> String { "\(spec.file) \(spec.name)" }
}

/// What functions of the standard library give, where it is a text, a number or a truth value; `LibraryResultsTests` holds
/// this to the modules' own words.
enum LibraryResults {
    private static let all: [String: [Kind]] = [
        "std.collect.digits": [.text, .text], "std.menu.ask": [.unknown, .text],
        "std.transfer.blind": [.boolean, .text], "std.transfer.attended": [.boolean, .text],
        "std.transfer.greet": [.boolean, .text], "std.voicemail.take": [.boolean, .text],
    ]

    /// The kinds of all results; nil where nothing is said here.
    static func of(_ module: String, _ name: String) -> [Kind]? { all["\(module).\(name)"] }

    /// The functions that are named here.
    static var names: [String] { all.keys.sorted() }
}

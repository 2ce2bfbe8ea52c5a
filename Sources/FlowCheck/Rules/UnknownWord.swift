import CallModel
import FlowEngine
import LuaSyntax

/// A comparison with a word that never comes: `err.reason`, `call.state` and the kind of a recognition have a fixed list
/// of words (FailureReason), so it never holds.
struct UnknownWord: Rule {
    let name = "unknown_word"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        file.comparisons.flatMap { first, second in
            [(first, second), (second, first)].compactMap { value, literal -> Finding? in
                guard let word = literal.text, let (what, words) = words(of: value, file), !words.contains(word) else {
                    return nil
                }
                return finding(
                    file, literal.range, "\(what) is never \"\(word)\"",
                    hint: Hint.help(word, among: words, "its words"))
            }
        }
    }

    private func words(of expression: LuaExpression, _ file: FlowFile) -> (String, [String])? {
        guard case .suffixed(let chain) = expression.kind, let last = chain.suffixes.last,
            case .field(let name) = last.kind
        else { return nil }
        let kinds = file.kinds.chain(expression, chain)
        guard kinds.count == chain.suffixes.count + 1 else { return nil }
        switch (kinds[chain.suffixes.count - 1], name.text) {
        case (Kind.failure, "reason"): return ("err.reason", FailureReason.allCases.map(\.rawValue))
        case (.call, "state"): return ("call.state", HostCatalogue.callStates)
        case (.record(let record), "recognition_type") where record.fields["tones"] != nil:
            return ("recognition_type", ["dtmf", "speech", "choices"])
        default: return nil
        }
    }
}

import CallModel
import FlowEngine
import LuaSyntax

/// A comparison with a word that never comes: `err.reason`, `call.state` and the kind of a recognition have a fixed list
/// of words (FailureReason), so it never holds.
struct UnknownWord: Rule {
    let name = "unknown_word"
    let severity = Finding.Severity.error

    func findings(in file: FlowFile) -> [Finding] {
        var found: [Finding] = []
        file.tree.walk(enter: { node in
            guard case .expression(let expression) = node, case .operation(let operation) = expression.kind,
                operation.links.count == 1, [.equal, .notEqual].contains(operation.links[0].operator)
            else { return true }
            for (left, right) in [
                (operation.first, operation.links[0].right), (operation.links[0].right, operation.first),
            ] {
                guard let word = right.text, let (what, words) = words(of: left, file), !words.contains(word) else {
                    continue
                }
                found.append(
                    finding(
                        file, right.range, "\(what) is never \"\(word)\"",
                        hint: Hint.help(word, among: words, "its words")))
            }
            return true
        })
        return found
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

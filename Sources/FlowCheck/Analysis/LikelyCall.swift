import FlowEngine
import LuaSyntax

/// Parameters of functions that other files call: by everybody's habit `call` is a call.
enum LikelyCall {
    /// Whether a parameter is named so and is used as one.
    static func isOne(_ local: Local, _ names: Names) -> Bool {
        guard local.name.text == "call", case .parameter(let function, _) = local.origin, local.writes.isEmpty,
            let body = names.byFunction[ObjectIdentifier(function)]
        else { return false }
        let own = names.bodies.filter { $0 === body || isInside($0, body) }
        return own.contains { body in
            body.calls.contains { call in
                guard case .method(let name, _) = call.suffixed.suffixes[call.index].kind, call.index == 0 else {
                    return false
                }
                return call.suffixed.base.localPosition == local.name.range.start
                    && Host.number("Call", name.text) != nil
            }
        }
    }

    private static func isInside(_ body: Body, _ outer: Body) -> Bool {
        var next = body.parent
        while let parent = next {
            if parent === outer { return true }
            next = parent.parent
        }
        return false
    }
}

import LuaSyntax

/// A story that goes on with media after `call:answer()`, and a hook for CallConnected that speaks as well: both run at
/// once, and the caller hears the one between the other's words (lua-world, A9).
struct TwoSpeakers: Rule {
    let name = "two_speakers"
    let severity = Finding.Severity.warning

    func findings(in flow: Flow) -> [Finding] {
        let stories = flow.hooks.filter { ["IncomingCall", "Launch"].contains($0.event) && goesOn($0) }
        guard let story = stories.first else { return [] }
        return flow.hooks.compactMap { hook in
            guard hook.event == "CallConnected", hook.filter == nil, !hook.hasHiddenFilter, let body = hook.body,
                Speaking(hook.file).speaks(body)
            else { return nil }
            return finding(
                hook.file, hook.site.place,
                "this hook speaks, and so does the handler of \(story.event) in line \(story.site.line), both at once",
                hint: "let one of them do all of it")
        }
    }

    /// Whether a handler opens a call, waits for it, and speaks.
    private func goesOn(_ hook: Hook) -> Bool {
        guard let body = hook.body else { return false }
        let openers = body.calls.compactMap { raw in hook.file.site(raw.expression, raw.index) }.filter {
            $0.is("call:answer", "create_call", "connect_call")
        }
        guard let first = openers.first else { return false }
        return Speaking(hook.file).speaks(body, after: first.place.start)
    }
}

/// Whether functions play or listen.
struct Speaking {
    private let file: FlowFile

    init(_ file: FlowFile) { self.file = file }

    /// Whether a function does, itself or by others of the file or a module that it gives the call to.
    func speaks(_ body: Body, after place: LuaPosition? = nil) -> Bool {
        var seen: Set<ObjectIdentifier> = []
        return speaks(body, after: place, &seen)
    }

    private func speaks(_ body: Body, after place: LuaPosition?, _ seen: inout Set<ObjectIdentifier>) -> Bool {
        guard seen.insert(ObjectIdentifier(body)).inserted else { return false }
        for raw in body.calls {
            if let place, raw.place.start < place { continue }
            guard let site = file.site(raw.expression, raw.index) else { continue }
            if site.is("call:play", "call:recognize") { return true }
            if case .module? = site.owner, site.arguments.contains(where: { file.kinds.kind($0) == .call }) {
                return true
            }
            if raw.index == 0, let inner = file.names.bodyOf(raw.suffixed.base), speaks(inner, after: nil, &seen) {
                return true
            }
        }
        return false
    }
}

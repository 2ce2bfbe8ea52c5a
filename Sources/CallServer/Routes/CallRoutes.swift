import CallJournal
import CallModel
import CallRuntime
import Hummingbird

/// What has happened in sessions, open and ended: lists, timelines, and whole journals.
struct CallRoutes: Sendable {
    let runtime: CallRuntime

    /// The most sessions of one answer.
    static let most = 1_000

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("calls") { request, _ in
            JSONResponse(try await runtime.views.list(Self.query(request), isFull: Self.isFull(request)))
        }
        router.get("calls/:id") { request, context in
            let id = try Self.session(context)
            guard var view = try await runtime.views.call(id, isFull: Self.isFull(request)) else {
                throw Self.unknown(id)
            }
            let legs = await runtime.view(of: id)?.legs ?? []
            view["legs"] = .array(
                legs.map { ["number": .integer(Int64($0.number)), "state": .string($0.state)] })
            return JSONResponse(.object(view))
        }
        router.get("calls/:id/timeline") { request, context in
            let id = try Self.session(context)
            let after = try Self.number("after", in: request) ?? 0
            let wait = min(try Self.seconds("wait", in: request) ?? 0, 60)
            let timeline = try await runtime.views.timeline(
                of: id, after: after, wait: wait, isFull: Self.isFull(request))
            guard let timeline else { throw Self.unknown(id) }
            return JSONResponse(timeline)
        }
        router.get("calls/:id/journal") { request, context in
            let id = try Self.session(context)
            guard let journal = try await JournalExport.session(id, in: runtime.journal) else { throw Self.unknown(id) }
            let isRedacted = request.uri.queryParameters["redacted"] == "1"
            return JSONResponse(isRedacted ? ExportRedaction.redacted(journal) : journal)
        }
    }

    /// Phone numbers are whole only for those who ask for them.
    static func isFull(_ request: Request) -> Bool { request.uri.queryParameters["full"] == "1" }

    /// The session that a path names.
    static func session(_ context: BasicRequestContext) throws -> SessionID {
        let text = try context.parameters.require("id")
        guard let id = SessionID(text) else { throw EdgeFault(.notFound, "'\(text)' is no session id") }
        return id
    }

    private static func unknown(_ id: SessionID) -> EdgeFault { EdgeFault(.notFound, "there is no session \(id)") }

    private static func query(_ request: Request) throws -> SessionQuery {
        let words = request.uri.queryParameters
        var query = SessionQuery(flow: words["flow"].map { String($0) })
        switch words["open"] {
        case nil: break
        case "1"?, "true"?: query.isOpen = true
        case "0"?, "false"?: query.isOpen = false
        case let other?: throw EdgeFault(.badRequest, "'open' is 1 or 0, not '\(other)'")
        }
        if let text = words["after"] {
            guard let after = SessionID(String(text)) else {
                throw EdgeFault(.badRequest, "'after' is a session id, not '\(text)'")
            }
            query.after = after
        }
        if let limit = try number("limit", in: request) {
            guard (1...most).contains(limit) else {
                throw EdgeFault(.badRequest, "'limit' is from 1 to \(most), not \(limit)")
            }
            query.limit = limit
        }
        return query
    }

    private static func seconds(_ name: String, in request: Request) throws -> Double? {
        guard let text = request.uri.queryParameters[Substring(name)] else { return nil }
        guard let seconds = Double(text), seconds >= 0 else {
            throw EdgeFault(.badRequest, "'\(name)' is a number of seconds from 0, not '\(text)'")
        }
        return seconds
    }

    private static func number(_ name: String, in request: Request) throws -> Int? {
        guard let text = request.uri.queryParameters[Substring(name)] else { return nil }
        guard let number = Int(text) else { throw EdgeFault(.badRequest, "'\(name)' is a whole number, not '\(text)'") }
        return number
    }
}

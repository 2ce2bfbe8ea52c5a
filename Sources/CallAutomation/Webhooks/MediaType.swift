/// What a Content-Type header promises, as far as event bodies are concerned.
enum MediaType: Equatable {
    /// No header; the body must speak for itself.
    case unnamed
    case json
    case cloudEvent
    case cloudEventBatch
    case other(String)

    init(_ header: String?) {
        guard let header else {
            self = .unnamed
            return
        }
        switch header {
        // The spellings that really come, without making new strings.
        case "application/json", "application/json; charset=utf-8": self = .json
        default: self.init(name: header.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased())
        }
    }

    private init(name: String) {
        switch name {
        case "": self = .unnamed
        case "application/json", "text/json": self = .json
        case "application/cloudevents+json": self = .cloudEvent
        case "application/cloudevents-batch+json": self = .cloudEventBatch
        default: self = name.hasSuffix("+json") ? .json : .other(name)
        }
    }
}

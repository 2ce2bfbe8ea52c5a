/// Reads an SSML document from its start to its end.
struct SSMLReader {
    private(set) var parts: [SSML.Part] = []
    private(set) var locale: String?

    private var cursor: SSMLCursor
    /// The elements that are open.
    private var open: [String] = []
    private var root: String?
    /// Words since the last pause.
    private var words = ""
    /// How many open elements have their content said otherwise.
    private var hidden = 0

    private static let depthLimit = 64
    /// What is read out; anything between them is a pause for breath that the voice makes itself.
    private static let known: Set<String> = [
        "speak", "voice", "prosody", "p", "paragraph", "s", "sentence", "say-as", "sub", "emphasis", "phoneme", "audio",
        "lang", "w", "token", "mark", "bookmark", "lexicon", "break", "desc", "metadata", "meta",
    ]

    init(_ document: String) { cursor = SSMLCursor(document) }

    mutating func readDocument() throws(SSMLError) {
        guard cursor.size <= SSML.sizeLimit else {
            throw cursor.error("a document of \(cursor.size) bytes: at most \(SSML.sizeLimit) are read")
        }
        try readProlog()
        while !open.isEmpty {
            guard let character = cursor.peek else {
                throw cursor.error("the document ends within <\(open.last ?? "")>")
            }
            switch character {
            case "<": try readMarkup()
            case "&": say(try cursor.readReference())
            default: say(cursor.readText())
            }
        }
        endWords()
        try cursor.skipMisc()
        if cursor.peek != nil { throw cursor.error("there is something after </speak>") }
    }

    private mutating func readProlog() throws(SSMLError) {
        cursor.skipByteOrderMark()
        try cursor.skipMisc()
        guard cursor.peek == "<" else {
            throw cursor.error("the document must begin with <speak>; plain text is a text source")
        }
        if cursor.hasPrefix("<!") { throw cursor.error("a document type is not allowed") }
        let place = cursor
        try readMarkup()
        if root != "speak" { throw place.error("the root must be <speak>") }
    }

    private mutating func readMarkup() throws(SSMLError) {
        if try cursor.skipCommentOrInstruction() { return }
        if let text = try cursor.readCharacterData() { return say(text) }
        if cursor.hasPrefix("<!") { throw cursor.error("a declaration is not allowed here") }
        if cursor.hasPrefix("</") { return try readEnd() }
        try readStart()
    }

    private mutating func readEnd() throws(SSMLError) {
        let place = cursor
        let name = try cursor.readEndTag()
        guard open.last == name else {
            throw place.error("</\(name)> where </\(open.last ?? "speak")> was to come")
        }
        open.removeLast()
        leave(name)
    }

    private mutating func readStart() throws(SSMLError) {
        let place = cursor
        let tag = try cursor.readStartTag()
        guard open.count < Self.depthLimit else {
            throw place.error("more than \(Self.depthLimit) elements in each other")
        }
        // Elements of other namespaces, such as mstts:express-as, tell how to speak.
        guard Self.known.contains(tag.name) || tag.name.contains(":") else {
            throw place.error("<\(tag.name)> is no element of SSML")
        }
        if tag.name == "speak", !open.isEmpty { throw place.error("<speak> within <\(open.last ?? "")>") }
        if root == nil { root = tag.name }
        if locale == nil { locale = tag.attributes["xml:lang"] }
        if hidden > 0 || ["sub", "desc", "metadata"].contains(tag.name) {
            if hidden == 0, tag.name == "sub" {
                guard let alias = tag.attributes["alias"] else { throw place.error("<sub> without an alias") }
                say(" " + alias + " ")
            }
            hidden += 1
        }
        if tag.name == "break" || tag.name == "mstts:silence" {
            let name = tag.name == "break" ? "time" : "value"
            pause(try SSMLPause.seconds(time: tag.attributes[name], strength: tag.attributes["strength"], at: place))
        }
        if !Self.joins(tag.name) { say(" ") }
        if tag.isEmpty { leave(tag.name) } else { open.append(tag.name) }
    }

    private mutating func leave(_ name: String) {
        if hidden > 0 { hidden -= 1 }
        if !Self.joins(name) { say(" ") }
    }

    /// Whether an element may stand within a word.
    private static func joins(_ name: String) -> Bool {
        ["emphasis", "say-as", "sub", "phoneme", "prosody", "mark", "bookmark", "lang", "voice"].contains(name)
    }

    private mutating func say(_ text: String) { if hidden == 0 { words += text } }

    private mutating func pause(_ seconds: Double) {
        guard hidden == 0 else { return }
        endWords()
        if seconds > 0 { parts.append(.pause(seconds)) }
    }

    private mutating func endWords() {
        let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        words = ""
        if text.isEmpty { return }
        if case .text(let before) = parts.last {
            parts[parts.count - 1] = .text(before + " " + text)
        } else {
            parts.append(.text(text))
        }
    }
}

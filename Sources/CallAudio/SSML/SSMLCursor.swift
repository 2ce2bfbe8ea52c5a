/// A place in an SSML document, and the small pieces that are read there.
struct SSMLCursor {
    struct Tag {
        var name: String
        var attributes: [String: String] = [:]
        var isEmpty = false
    }

    private let text: Substring
    let size: Int
    private var place: Substring.Index

    init(_ document: String) {
        // Lines that end as on Windows would be one character each.
        let text =
            document.contains("\r")
            ? document.split(separator: "\r\n", omittingEmptySubsequences: false)
                .joined(separator: "\n") : document
        (self.text, size, place) = (text[...], document.utf8.count, text.startIndex)
    }

    var peek: Character? { place < text.endIndex ? text[place] : nil }

    func hasPrefix(_ prefix: String) -> Bool { text[place...].hasPrefix(prefix) }

    /// An error at this place.
    func error(_ message: String) -> SSMLError {
        let before = text[..<place]
        let line = before.count { $0 == "\n" } + 1
        let start = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
        return SSMLError(message: message, line: line, column: before[start...].count + 1)
    }

    private mutating func skip(_ count: Int) {
        place = text.index(place, offsetBy: count, limitedBy: text.endIndex) ?? text.endIndex
    }

    private mutating func take(while matches: (Character) -> Bool) -> Substring {
        let taken = text[place...].prefix(while: matches)
        place = taken.endIndex
        return taken
    }

    mutating func skipByteOrderMark() { if hasPrefix("\u{FEFF}") { skip(1) } }

    private mutating func skipSpace() { _ = take { $0.isWhitespace } }

    /// Text until it ends or there is markup.
    mutating func readText() -> String { String(take { $0 != "<" && $0 != "&" }) }

    /// What may stand outside the root: spaces, comments, instructions.
    mutating func skipMisc() throws(SSMLError) {
        repeat { skipSpace() } while try skipCommentOrInstruction()
    }

    mutating func skipCommentOrInstruction() throws(SSMLError) -> Bool {
        if hasPrefix("<!--") {
            _ = try read(from: "<!--", to: "-->", "a comment")
        } else if hasPrefix("<?") {
            _ = try read(from: "<?", to: "?>", "an instruction")
        } else {
            return false
        }
        return true
    }

    /// What stands between `<![CDATA[` and `]]>`; nil where there is none.
    mutating func readCharacterData() throws(SSMLError) -> String? {
        hasPrefix("<![CDATA[") ? try read(from: "<![CDATA[", to: "]]>", "character data") : nil
    }

    private mutating func read(from start: String, to end: String, _ what: String) throws(SSMLError) -> String {
        let begin = self
        skip(start.count)
        let first = place
        while peek != nil {
            if hasPrefix(end) {
                let content = String(text[first..<place])
                skip(end.count)
                return content
            }
            skip(1)
        }
        throw begin.error("\(what) without its end \(end)")
    }

    /// A reference such as `&amp;` or `&#233;`.
    mutating func readReference() throws(SSMLError) -> String {
        let begin = self
        skip(1)
        let name = take { $0 != ";" && !$0.isWhitespace && $0 != "<" && $0 != "&" }
        guard peek == ";" else { throw begin.error("& without a name and ;: write &amp; for the sign itself") }
        skip(1)
        if let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][String(name)] { return known }
        let number =
            name.hasPrefix("#x")
            ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let scalar = number.flatMap(Unicode.Scalar.init), scalar.value > 0 else {
            throw begin.error("&\(name); is no reference that XML has")
        }
        return String(Character(scalar))
    }

    private mutating func readName() throws(SSMLError) -> String {
        guard let first = peek, first.isLetter || first == "_" else { throw error("a name was to come here") }
        return String(take { $0.isLetter || $0.isNumber || "_-.:".contains($0) })
    }

    mutating func readEndTag() throws(SSMLError) -> String {
        skip(2)
        let name = try readName()
        skipSpace()
        guard peek == ">" else { throw error("> was to come after </\(name)") }
        skip(1)
        return name
    }

    mutating func readStartTag() throws(SSMLError) -> Tag {
        skip(1)
        var tag = Tag(name: try readName())
        while true {
            let hasSpace = peek?.isWhitespace == true
            skipSpace()
            if hasPrefix("/>") || peek == ">" {
                tag.isEmpty = peek == "/"
                skip(tag.isEmpty ? 2 : 1)
                return tag
            }
            guard hasSpace else { throw error("> was to come after <\(tag.name)") }
            let begin = self
            let name = try readName()
            let value = try readValue(of: name)
            guard tag.attributes.updateValue(value, forKey: name) == nil else {
                throw begin.error("<\(tag.name)> has \(name) twice")
            }
        }
    }

    private mutating func readValue(of name: String) throws(SSMLError) -> String {
        skipSpace()
        guard peek == "=" else { throw error("= was to come after \(name)") }
        skip(1)
        skipSpace()
        guard let quote = peek, quote == "\"" || quote == "'" else { throw error("\(name) needs a value in quotes") }
        skip(1)
        var value = ""
        while let character = peek, character != quote {
            if character == "<" { throw error("< within the value of \(name): write &lt;") }
            value += character == "&" ? try readReference() : String(take { $0 != quote && $0 != "&" && $0 != "<" })
        }
        guard peek != nil else { throw error("the value of \(name) has no end") }
        skip(1)
        return value
    }
}

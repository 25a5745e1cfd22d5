"""First and last names, places, and how people misspell their own on social networks."""

from __future__ import annotations

# Separated by blanks; an underscore stands for a blank inside a name.
_FIRST = """
James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard
Susan Joseph Jessica Thomas Sarah Carlos Carla Daniel Lisa Matthew Nancy Anthony Betty Mark
Margaret Donald Sandra Steven Ashley Paul Kimberly Andrew Emily Joshua Donna Kenneth Michelle
Kevin Carol Brian Amanda George Melissa Timothy Deborah Ronald Stephanie Jason Rebecca Edward
Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan
Anna Stephen Brenda Larry Pamela Justin Emma Scott Nicole Brandon Helen Benjamin Samantha Samuel
Katherine Gregory Christine Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet Jack Maria
Dennis Olivia Jerry Heather José Zoë André Renée Sofía Björn Aisha Mei Priya Omar Fatima Diego
Lucía Kwame Ingrid Hannah Tyler Grace Logan Chloe Aaron Julia Ethan Megan Noah Claire Luis Elena
Marcus Naomi Victor Ruth Leo Iris
"""
_LAST = """
Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López Wilson
Anderson Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez
Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson
Baker Hall Rivera Campbell Mitchell Carter Roberts Gómez Phillips Evans Turner Díaz Parker Cruz
Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutiérrez Ortiz Morgan Cooper
Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chávez Wood James
Bennett Gray Mendoza Ruiz Hughes Price Álvarez Castillo Sanders Patel Myers Long Ross Foster
Jiménez O'Brien O'Connor Müller Schmidt Schröder Weber Becker Koch Larsen Olson Lindqvist Hansen
Nilsson Nowak Kowalski Wójcik Novak Dvořák Ivanov Petrov Tanaka Chen Wang Singh Khan Ali Haddad
Okafor Mensah Abebe Yılmaz Öztürk Rossi Ferrari Moretti Dubois Lefèvre Vandenberg De_Vries
van_Dyke St._Clair Whitfield Ashworth Kessler Brandt Fischer Hoffmann Krüger Lund Berg Dahl Strand
Halvorson Gunderson Swenson
"""
FIRST = tuple(_FIRST.split())
LAST = tuple(_LAST.split())
TRADES = ("Bakery", "Plumbing", "Auto Repair", "Dental", "Law Office", "Flowers", "Roofing",
          "Accounting", "Catering", "Print Shop", "Farm Supply", "Fitness", "Dairy", "Hardware",
          "Veterinary Clinic", "Landscaping", "Trucking", "Optics", "Daycare", "Electric")
MAIL_HOSTS = ("mail.example", "post.example", "inbox.example", "example.com", "example.org",
              "example.net")
CITIES = {
    "north": ("Duluth", "Fargo", "Bemidji", "Brainerd", "Superior", "Moorhead"),
    "south": ("Tulsa", "Joplin", "Fayetteville", "Springfield", "Wichita", "Pittsburg"),
    "east": ("Peoria", "Rockford", "Dubuque", "Quincy", "Galesburg", "Janesville"),
    "west": ("Sioux Falls", "Omaha", "Lincoln", "Kearney", "Norfolk", "Yankton"),
    "central": ("Des Moines", "Ames", "Mason City", "Waterloo", "Ottumwa", "Fort Dodge"),
}
NICKNAMES = {
    "William": "Bill", "Robert": "Bob", "Elizabeth": "Liz", "Jennifer": "Jen", "Michael": "Mike",
    "Patricia": "Pat", "Richard": "Rick", "Joseph": "Joe", "Thomas": "Tom", "Matthew": "Matt",
    "Anthony": "Tony", "Margaret": "Maggie", "Steven": "Steve", "Kimberly": "Kim", "Andrew": "Andy",
    "Joshua": "Josh", "Kenneth": "Ken", "Timothy": "Tim", "Deborah": "Deb", "Stephanie": "Steph",
    "Rebecca": "Becky", "Jeffrey": "Jeff", "Nicholas": "Nick", "Samantha": "Sam", "Samuel": "Sam",
    "Katherine": "Kate", "Gregory": "Greg", "Christine": "Chris", "Alexander": "Alex",
    "Benjamin": "Ben", "Jonathan": "Jon", "Daniel": "Dan", "David": "Dave", "James": "Jim",
    "Edward": "Ed", "Ronald": "Ron", "Donald": "Don", "Susan": "Sue", "Pamela": "Pam",
    "Amanda": "Mandy", "Cynthia": "Cindy", "Jessica": "Jess", "Melissa": "Mel", "Raymond": "Ray",
}
WORDS_A = ("quiet", "lucky", "north", "tired", "sunny", "retro", "salty", "tiny", "grumpy", "fast",
           "blue", "lazy", "midwest", "night", "couch", "pixel", "prairie", "rusty", "happy",
           "loud")
WORDS_B = ("otter", "walleye", "heron", "biker", "baker", "gamer", "badger", "piano", "pixel",
           "coyote", "gardener", "loon", "fox", "turtle", "reader", "fisher", "owl", "tractor",
           "cyclone", "mom", "dad", "runner")

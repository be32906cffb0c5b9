/** Invented people: any pair of a first and a last name may be one, none is meant to be anybody. */
export const FIRST_NAMES = (
  "Ada Alma Amir Anouk Aroha Bela Bruno Cato Ciara Dario Delia Edda Emre Esme Farid Fenna Gita Goran Hana Hugo " +
  "Ines Ivo Jada Jonas Juno Kaia Kenji Lena Levi Lina Malik Mara Mei Milo Nadia Nils Noor Odin Oona Petra " +
  "Priya Quinn Rafa Rhea Rosa Samir Selma Silas Suki Tara Theo Tilda Uma Vera Viggo Wanda Xenia Yara Yusuf Zora"
).split(" ");

export const LAST_NAMES = (
  "Abendroth Achterberg Alderwick Ambler Arvidsen Bellweather Birkholt Bramwell Calloway Castellan Corvane Dalgrove " +
  "Delacourt Drummel Ellerby Estrelan Fairholme Fennimore Ferrandi Galloran Gildersleeve Greenholt Halvarson Harrowgate " +
  "Hollister Ironwood Ivarsdal Jessamy Juniper Kaldera Kestrel Kirkwall Lamberton Larkspur Lindqvale Marchetta Meadowes " +
  "Merriden Nightwell Norwick Oakhurst Ostrander Pellerin Pemberly Quillen Ravensby Rosendal Sandoval-Grey Silverton " +
  "Stonebridge Tamarind Thackeray Thornfield Umberland Vandermoor Velasquin Wetherby Winterbourne Yarrow Zellweg"
).split(" ");
